import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { z } from 'zod'

/**
 * Starts the headless Chromium of the package registry.
 *
 * The package's own flags are left out: they are for a cloud function and turn web security off, which the
 * tests are there to see. Its own unpacking is replaced too, since test files that start at once would run a
 * binary another is still writing.
 */
export async function openBrowser(): Promise<Browser> {
  const folder = await unpacked()
  const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  const launch = (libraries?: string) =>
    chromium.launch({
      executablePath: join(folder, 'chromium'),
      // No sandbox: test machines run as root, and the only pages opened are ours.
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
      env: libraries === undefined ? env : { ...env, LD_LIBRARY_PATH: libraries },
    })
  try {
    return await launch()
  } catch (error) {
    // A bare machine lacks NSS and its kin; the package brings those of one distribution along.
    if (!String(error).includes('shared libraries')) throw error
    return launch(join(folder, 'al2023', 'lib'))
  }
}

/** The folder with the browser, its fonts and its spare libraries; written once, whole or not at all. */
async function unpacked(): Promise<string> {
  const archives = new URL('../../node_modules/@sparticuz/chromium/bin/', import.meta.url)
  const manifest = await readFile(new URL('../package.json', archives), 'utf8')
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest))
  const folder = join(tmpdir(), `recourse-browser-${version}`)
  if (existsSync(folder)) return folder
  const { inflate } = await import('@sparticuz/chromium')
  const draft = await mkdtemp(join(tmpdir(), 'recourse-browser-draft-'))
  const before = process.env['TMPDIR']
  try {
    // The package unpacks into the system's temporary folder and takes no other.
    process.env['TMPDIR'] = draft
    for (const name of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) {
      await inflate(fileURLToPath(new URL(name, archives)))
    }
    await writeFile(join(draft, 'fonts.conf'), fontsConf(join(folder, 'fonts')))
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  return folder
}

/** The browser's own fonts before those of the machine, so that pages look alike everywhere. */
function fontsConf(own: string): string {
  const folders = [`<dir>${own}</dir>`, '<dir>/usr/share/fonts</dir>', '<dir prefix="xdg">fonts</dir>']
  return `<?xml version="1.0"?><fontconfig>${folders.join('')}<cachedir>${own}-cache</cachedir></fontconfig>\n`
}
