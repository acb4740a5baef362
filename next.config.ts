import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  allowedDevOrigins: ["127.0.0.1"],
  // The type check and the lint run in `npm test`; the build of `npm start` does not repeat them.
  typescript: { ignoreBuildErrors: true },
  // A start would load every page and keep it in memory, long before somebody asks for one.
  experimental: { preloadEntriesOnStart: false },
  serverExternalPackages: [
    "@electric-sql/pglite",
    "@prisma/schema-engine-wasm",
    "@prisma/driver-adapter-utils",
    "pglite-prisma-adapter",
    "dockerode",
    "@kubernetes/client-node",
    "pino",
  ],
  // monaco-worker-manager still imports the path that monaco-editor had before 0.56.
  turbopack: {
    resolveAlias: { "monaco-editor/esm/vs/editor/editor.worker.js": "monaco-editor/editor/editor.worker.js" },
  },
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
