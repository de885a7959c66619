import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "@fontsource/mukta/400.css";
import "@fontsource/mukta/600.css";
import "katex/dist/katex.min.css";
import "../styles/paper.css";
import "../styles/room.css";
import "../styles/board.css";

export const metadata: Metadata = {
  title: "Ganita · गणित",
  description: "Say mathematics in English, Hindi or both, and see it written, solved and explained.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  // The keyboard of a phone must push the page up, not hide what is being typed.
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#e9edf2" },
    { media: "(prefers-color-scheme: dark)", color: "#15191a" },
  ],
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
