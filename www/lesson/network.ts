/** What Chromium says of the network; other browsers say nothing. */
interface Connection {
  saveData?: boolean;
  effectiveType?: string;
}

/** Whether to load only what is needed now: the person asked to save data, or the network is as slow as 2G. */
export function isDear(connection: Connection | undefined = current()): boolean {
  return connection?.saveData === true || /2g$/.test(connection?.effectiveType ?? "");
}

function current(): Connection | undefined {
  return typeof navigator === "undefined" ? undefined : (navigator as { connection?: Connection }).connection;
}
