const config = {
  plugins: {
    "postcss-preset-mantine": {},
    // silent: CSS of other packages may hold a "$" that is not ours.
    "postcss-simple-vars": {
      silent: true,
      variables: {
        "mantine-breakpoint-xs": "36em",
        "mantine-breakpoint-sm": "48em",
        "mantine-breakpoint-md": "62em",
        "mantine-breakpoint-lg": "75em",
        "mantine-breakpoint-xl": "88em",
      },
    },
  },
};
export default config;
