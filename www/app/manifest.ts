import type { MetadataRoute } from "next";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Ganita · गणित",
    short_name: "Ganita",
    description: "Say mathematics and see it written.",
    start_url: "/",
    display: "standalone",
    background_color: "#e9edf2",
    theme_color: "#e9edf2",
    icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }],
  };
}
