// A real browser with a recording as its microphone, and a page that serves the package's files unbundled.

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const folder = fileURLToPath(new URL("../", import.meta.url));
const recording = fileURLToPath(new URL("../../../../tests/recordings/solve-quadratic.wav", import.meta.url));

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Files that are not on the disk, by their path; `/` is the page. `headers` go with every answer. */
export async function openPage(
  made: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{
  browser: Browser;
  page: Page;
  close(): Promise<void>;
}> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const type = path === "/" ? "text/html" : (types[extname(path)] ?? "text/plain");
    const text = made[path];
    const file = join(folder, path);
    if (text !== undefined) {
      response.writeHead(200, { ...headers, "content-type": type }).end(text);
    } else if (existsSync(file)) {
      response.writeHead(200, { ...headers, "content-type": type });
      createReadStream(file).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${recording}`,
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: "load" });
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { browser, page, close };
}
