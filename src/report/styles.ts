import { createColors } from 'picocolors';

/**
 * Colours, always on: what is written does not depend on where it is shown. A screen without
 * colours takes them out.
 */
export const styles = createColors(true);
