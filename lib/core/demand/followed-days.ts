/** Share of days with a discharge from which on a hospital is taken to be followed. */
const FOLLOWED = 0.8;

/**
 * How many days back a hospital was followed: the longest time up to yesterday in which four days in five have a
 * discharge. A source that is read for the first time tells of who is here, and of the past only what they brought along.
 *
 * @param left whether anybody left so many days ago, by index; index 0, today, is not looked at
 */
export function followedDays(left: readonly boolean[]): number {
  let [followed, seen] = [0, 0];
  for (let ago = 1; ago < left.length; ago++) {
    if (left[ago]) seen++;
    if (left[ago] && seen >= FOLLOWED * ago) followed = ago;
  }
  return followed;
}
