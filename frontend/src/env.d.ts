/// <reference types="vite/client" />

/** Whether this build offers demo accounts on a local chain. */
declare const __DEMO__: boolean;
