import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Next's own badge would lie over the microphone.
  devIndicators: false,
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        // Both together make the page cross-origin isolated, so that sound may travel through shared memory.
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
        { key: "Permissions-Policy", value: "microphone=(self), camera=(), geolocation=()" },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "X-Content-Type-Options", value: "nosniff" },
      ],
    },
  ],
};

export default config;
