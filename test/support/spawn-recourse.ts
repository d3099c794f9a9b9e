import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { logWatch } from './watched-logs.ts'

export const LAUNCH = join(import.meta.dirname, '..', '..', 'src', 'launch.js')

export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Run {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

/** Nothing in the environment but what is given; Ollama is looked for where nothing listens. */
export function environmentOf(given: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, OLLAMA_URL: 'http://127.0.0.1:9', ...given }
}

/** What stands in the environment as a secret must be in nothing that the process writes. */
export function plantSecretsOf(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env))
    if (/_(TOKEN|KEY|SECRET)$/.test(name) && value !== undefined) logWatch.plant(value)
}

/** Runs the command line as a person would: in a process of its own, as one command or as a line for `sh`. */
export function spawnRecourse(
  /** In a line for `sh`, `recourse` is the command line. */
  what: readonly string[] | string,
  { cwd, env, stdin = '' }: Run,
): Promise<Finished> {
  const line = `recourse() { "${process.execPath}" "${LAUNCH}" "$@"; }; ${what}`
  const [file, words] =
    typeof what === 'string' ? ['sh', ['-c', line]] : [process.execPath, [LAUNCH, ...what]]
  const environment = environmentOf(env)
  plantSecretsOf(environment)
  const child = spawn(file, words, { cwd, env: environment })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.end(stdin)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => {
      logWatch.look(stderr)
      resolve({ status, stdout, stderr })
    })
  })
}
