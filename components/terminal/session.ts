export type TerminalEnd = { readonly code: number; readonly reason: string };

export type TerminalSession = {
  readonly send: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly resize: (cols: number, rows: number) => void;
  readonly close: () => void;
};

type Handlers = {
  readonly onOpen: () => void;
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onEnd: (end: TerminalEnd) => void;
};

/**
 * One terminal over a WebSocket (api.md): binary frames are bytes both ways, the text frame `{ "resize": { cols, rows } }` tells the size.
 * Sizes that come before the socket is open are sent when it is.
 */
export function openTerminalSession(url: string, handlers: Handlers): TerminalSession {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  let size: { readonly cols: number; readonly rows: number } | null = null;
  const tellSize = () => {
    if (size && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ resize: size }));
  };
  socket.addEventListener("open", () => {
    tellSize();
    handlers.onOpen();
  });
  socket.addEventListener("message", (message: MessageEvent<ArrayBuffer | string>) => {
    if (typeof message.data !== "string") handlers.onBytes(new Uint8Array(message.data));
  });
  socket.addEventListener("close", (event) => handlers.onEnd({ code: event.code, reason: event.reason }));
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    resize: (cols, rows) => {
      size = { cols, rows };
      tellSize();
    },
    close: () => {
      // Browsers complain in the console about a socket that is closed before it opened.
      if (socket.readyState === WebSocket.CONNECTING) socket.addEventListener("open", () => socket.close(1000));
      else socket.close(1000);
    },
  };
}
