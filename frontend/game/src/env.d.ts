import "react";

declare global {
  interface ImportMetaEnv {
    readonly REACT_APP_API_BASE_URL?: string;
    readonly REACT_APP_WEBSOCKET_URL?: string;
    /** This machine's address for others in the room; see vite.config.ts. */
    readonly REACT_APP_JOIN_HOST?: string;
  }
}

declare module "react" {
  /** Lets components pass numbers to the style sheets, as in `style={{ "--x": 0.5 }}`. */
  interface CSSProperties {
    [variable: `--${string}`]: string | number;
  }
}
