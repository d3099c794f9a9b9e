import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const LAUNCH = join(import.meta.dirname, '..', '..', 'src', 'launch.js')

export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Nothing in the environment but what is given; Ollama is looked for where nothing listens. */
export function environmentOf(given: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, OLLAMA_URL: 'http://127.0.0.1:9', ...given }
}

/**
 * Runs the command line as a person would, in a folder of its own.
 */
export function runRecourse(
  args: readonly string[],
  options: {
    cwd: string
    env?: Readonly<Record<string, string>>
    stdin?: string
    /** A line for `sh` instead, in which `recourse` is the command line. */
    shell?: string
  },
): Promise<Finished> {
  const line = `recourse() { "${process.execPath}" "${LAUNCH}" "$@"; }; ${options.shell}`
  const [file, words] = options.shell ? ['sh', ['-c', line]] : [process.execPath, [LAUNCH, ...args]]
  const child = spawn(file, words, {
    cwd: options.cwd,
    env: environmentOf(options.env),
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.end(options.stdin ?? '')
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, stdout, stderr }))
  })
}
