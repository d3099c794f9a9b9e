/** How much of a completion is looked at. In characters. */
const SAMPLE = 600
/** A loop must fill the whole end of the completion, this many characters, … */
const LOOP_TAIL = 240
/** … with a period no longer than this. */
const LONGEST_PERIOD = 60
/** Share of control, replacement and unassigned characters that no text has. */
const NOISE_SHARE = 0.2

/** Whether a completion is no usable text: noise, a repetition loop, or nothing but the request again. */
export function isDerailed(completion: string, request?: string): boolean {
  return (
    isNoise(completion) || endsInLoop(completion) || (request !== undefined && isEcho(completion, request))
  )
}

function isNoise(completion: string): boolean {
  const end = Math.min(completion.length, SAMPLE)
  let noise = 0
  for (let i = 0; i < end; i += 1) {
    const code = completion.charCodeAt(i)
    const control = code < 32 ? code !== 9 && code !== 10 && code !== 13 : code >= 127 && code < 160
    if (control || code === 0xfffd || isLoneSurrogate(completion, i, code)) noise += 1
  }
  return noise > end * NOISE_SHARE
}

function isLoneSurrogate(text: string, at: number, code: number): boolean {
  if (code < 0xd800 || code > 0xdfff) return false
  const high = code < 0xdc00
  const other = text.charCodeAt(high ? at + 1 : at - 1)
  return high ? !(other >= 0xdc00 && other <= 0xdfff) : !(other >= 0xd800 && other <= 0xdbff)
}

/** The last characters recur a period earlier; whether all of the end does is then one comparison. */
function endsInLoop(completion: string): boolean {
  if (completion.length < LOOP_TAIL) return false
  const tail = completion.slice(-LOOP_TAIL)
  const last = LOOP_TAIL - LONGEST_PERIOD
  const earlier = tail.lastIndexOf(tail.slice(last), last - 1)
  const period = last - earlier
  if (earlier < 0 || period > LONGEST_PERIOD) return false
  // Rules and table borders repeat too; a loop of a model repeats letters.
  return tail.slice(period) === tail.slice(0, -period) && /\p{L}/u.test(tail.slice(0, period))
}

function isEcho(completion: string, request: string): boolean {
  if (completion.length > request.length * 2 + 40) return false
  const said = letters(completion)
  return said.length > 0 && said === letters(request)
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
