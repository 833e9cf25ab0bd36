/** The version of the wire. It is raised with every change of a schema; `wire-version.test.ts` holds that. */
export const WIRE_VERSION = 1

/** The WebSocket subprotocol that names the wire version. */
export const SUBPROTOCOL = `guestwall.v${WIRE_VERSION}`
