/*
 * What is used of the client library, by name: so it can be bundled, and so a name that a newer
 * version does not have is an error of the compiler.
 */
export { EventName, IBApi, OrderAction, OrderType, SecType, TimeInForce } from '@stoqey/ib';
