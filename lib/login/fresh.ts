/** How long a factor is fresh: for changing factors or e-mail, and for what administrators do. */
export const freshForSeconds = 600;
