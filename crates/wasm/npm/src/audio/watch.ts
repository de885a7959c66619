/** A running worklet says something every second. So long a silence means that its thread stands still. */
const SILENT_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

/** What can happen to the ground a capture stands on. */
export interface Trouble {
  /** The microphone is gone, or another is to be taken. */
  onDevice(): void;
  /** The context was closed, or its thread stands still. */
  onContext(): void;
  /** The context sleeps while the page is looked at. */
  onAsleep(): void;
}

/** Watches devices, context and page for one graph, until it is told to stop. */
export class GraphWatch {
  readonly #context: AudioContext;
  readonly #track: MediaStreamTrack | undefined;
  readonly #wanted: string | undefined;
  readonly #trouble: Trouble;
  readonly #forget: (() => void)[] = [];
  #heardAtMs = performance.now();
  /** The device behind the browser's default when the graph was made. */
  #defaultDevice: string | undefined;
  #stopped = false;

  constructor(
    context: AudioContext,
    track: MediaStreamTrack | undefined,
    wanted: string | undefined,
    trouble: Trouble,
  ) {
    this.#context = context;
    this.#track = track;
    this.#wanted = wanted;
    this.#trouble = trouble;
    this.#listen(context, "statechange", () => this.#contextChanged());
    this.#listen(context, "error", () => trouble.onContext());
    // A phone that wakes up leaves the context interrupted until somebody asks for it, or taps.
    for (const event of ["visibilitychange", "pointerdown", "keydown"]) {
      this.#listen(document, event, () => this.#contextChanged());
    }
    if (track !== undefined) this.#listen(track, "ended", () => trouble.onDevice());
    const { mediaDevices } = navigator;
    if (mediaDevices?.enumerateDevices !== undefined) {
      this.#listen(mediaDevices, "devicechange", () => void this.#devicesChanged());
      void inputs().then((found) => {
        this.#defaultDevice ??= groupOf(found, "default");
      });
    }
    const timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#forget.push(() => clearInterval(timer));
  }

  /** The worklet said something. */
  heard(): void {
    this.#heardAtMs = performance.now();
  }

  stop(): void {
    this.#stopped = true;
    for (const forget of this.#forget) forget();
  }

  #listen(target: EventTarget, event: string, listener: () => void): void {
    const whileWatching = () => {
      if (!this.#stopped) listener();
    };
    target.addEventListener(event, whileWatching);
    this.#forget.push(() => target.removeEventListener(event, whileWatching));
  }

  #contextChanged(): void {
    this.heard();
    const { state } = this.#context;
    if (state === "closed") this.#trouble.onContext();
    else if (state !== "running" && document.visibilityState === "visible") this.#trouble.onAsleep();
  }

  /** The wanted microphone is back, or the browser's default is another one: a headset was put on, or taken off. */
  async #devicesChanged(): Promise<void> {
    if (this.#track?.readyState === "ended") return this.#trouble.onDevice();
    const found = await inputs();
    if (this.#stopped) return;
    if (this.#wanted !== undefined) {
      const isBack = found.some(({ deviceId }) => deviceId === this.#wanted);
      if (isBack && this.#track?.getSettings().deviceId !== this.#wanted) this.#trouble.onDevice();
      return;
    }
    const now = groupOf(found, "default");
    const before = this.#defaultDevice;
    this.#defaultDevice = now ?? before;
    if (before !== undefined && now !== undefined && now !== before) this.#trouble.onDevice();
  }

  #look(): void {
    const isRunning = this.#context.state === "running" && document.visibilityState === "visible";
    if (!isRunning) this.heard();
    else if (performance.now() - this.#heardAtMs > SILENT_MS) this.#trouble.onContext();
  }
}

async function inputs(): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind }) => kind === "audioinput");
}

function groupOf(devices: MediaDeviceInfo[], id: string): string | undefined {
  return devices.find(({ deviceId }) => deviceId === id)?.groupId;
}
