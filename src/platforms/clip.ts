/** A text of at most `length` UTF-16 units, an ellipsis for what is cut off, and no half of a surrogate pair. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
