/** What stands in the place of text that retention took. `at` is when, in milliseconds since 1970. */
export function scrubbedLine(at: number): string {
  return `The text of this was erased on ${new Date(at).toISOString().slice(0, 10)}, since it was kept for its time. Votes and verdicts stay.`
}
