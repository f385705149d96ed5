/** The newest server version that this simulator speaks; a gateway answers with the lower maximum. */
export const NEWEST_VERSION = 193;

/** Older clients are turned away: the layouts below this version are not written yet. */
export const OLDEST_VERSION = 178;
