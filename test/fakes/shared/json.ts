/** Reading of JSON of which nothing is known yet. */

export type Json = Readonly<Record<string, unknown>>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The string, or the empty string for anything else. */
export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The objects in the array; none for anything else. */
export const objectsOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isJson) : []

/** The object; an empty one for anything else. */
export const objectOf = (value: unknown): Json => (isJson(value) ? value : {})
