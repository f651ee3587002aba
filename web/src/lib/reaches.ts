/** How far somebody goes for something, in metres: ten minutes on foot, about a mile, and further than that. */
export const REACHES: readonly number[] = [800, 1600, 5000];

/** The distance that is asked about when nobody chose one. */
export const FIRST_REACH = 1600;
