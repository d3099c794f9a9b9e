/** What stands for no limit. */
export const NO_LIMIT = 'none'

/** The largest limit that can be set; tokens of a day are counted in millions. */
const MOST = 1_000_000_000_000

/** Whether a text is a limit: a whole number, 1 or more, or `none`. */
export function isLimit(text: string): boolean {
  return text === NO_LIMIT || (/^\d{1,13}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST)
}

/** A limit that was checked before; `undefined` is without end. */
export function limitOf(text: string): number | undefined {
  return text === NO_LIMIT ? undefined : Number(text)
}
