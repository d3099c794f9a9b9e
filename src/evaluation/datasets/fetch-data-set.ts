import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { describeError, InputError } from '../../errors.ts'
import { nearestName } from '../../nearest-name.ts'

interface PublicFile {
  readonly url: string
  /** SHA-256 of its bytes. */
  readonly digest: string
  /** The name it is given here. */
  readonly file: string
  /** Who made it and under which terms, for whoever fetches it. */
  readonly source: string
}

const PUBLIC: Readonly<Record<string, PublicFile>> = {
  xstest: {
    url: 'https://raw.githubusercontent.com/paul-rottger/xstest/475f10bf0a3d6a9dfb174b6de1a38afbfdff98a5/xstest_prompts.csv',
    digest: '11783fb294ed017473ee53c207d71f2161c7672c8d0b037501e78387f801cb5a',
    file: 'xstest_prompts.csv',
    source: 'XSTest v2, Röttger et al., NAACL 2024, CC BY 4.0',
  },
}

/** Milliseconds the whole download may take, and bytes it may have. */
const TIMEOUT = 60_000
const MOST_BYTES = 10_000_000

/**
 * Gets a public data set and writes it where nothing is yet. Resolves to what to tell whoever asked for it.
 *
 * @param options.url another place that has the same file; the digest is checked all the same
 * @throws {InputError} with one line that says what to do
 */
export async function fetchDataSet(
  name: string,
  options: { readonly url?: string; readonly out?: string } = {},
): Promise<string> {
  const known = Object.hasOwn(PUBLIC, name) ? PUBLIC[name] : undefined
  if (!known) {
    const names = Object.keys(PUBLIC)
    const near = nearestName(name, names)
    throw new InputError(
      `There is no data set "${name.slice(0, 40)}" to fetch${near ? `; did you mean ${near}?` : '.'} Known: ${names.join(', ')}.`,
    )
  }
  const out = options.out ?? known.file
  const there = await readFile(out).catch(() => undefined)
  if (there) {
    if (sha256(there) === known.digest) return `${out} is there already (${known.source}).`
    throw new InputError(`${out} is there and is another file; give another name with --out.`)
  }
  const url = options.url ?? known.url
  const bytes = await download(url)
  const digest = sha256(bytes)
  if (digest !== known.digest) {
    throw new InputError(
      `${url} gave another file than was published (SHA-256 ${digest.slice(0, 12)}… in place of ${known.digest.slice(0, 12)}…); nothing was written.`,
    )
  }
  try {
    // Never over a file that came meanwhile.
    await writeFile(out, bytes, { flag: 'wx' })
  } catch (cause) {
    throw new InputError(`${out} cannot be written; give another name with --out.`, { cause })
  }
  return `${out}: ${known.source}.`
}

async function download(url: string): Promise<Buffer> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new InputError('Give a whole http:// or https:// URL with --url.')
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) })
    if (!response.ok) throw new InputError(`${url} answered HTTP ${response.status}`)
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > MOST_BYTES) throw new InputError(`${url} gave a file that is far too large`)
      parts.push(part)
    }
    return Buffer.concat(parts)
  } catch (error) {
    const reason = error instanceof InputError ? describeError(error) : `${url} cannot be reached`
    throw new InputError(`${reason}: try again later, or name another place with --url.`, { cause: error })
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
