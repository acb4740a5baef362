declare module "swagger-ui-dist/swagger-ui-bundle.js" {
  const bundle: (options: Readonly<Record<string, unknown>>) => unknown;
  export default bundle;
}
