import { type ChildProcess, spawn } from 'node:child_process'
import { vi } from 'vitest'
import { environmentOf, LAUNCH, plantSecretsOf } from './spawn-recourse.ts'
import { logWatch } from './watched-logs.ts'

export interface ServeProcess {
  readonly child: ChildProcess
  readonly url: string
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string }
}

/** Starts the bot by a command, `serve` unless given, and resolves once it says that it is ready. */
export async function startServe(
  cwd: string,
  env: Readonly<Record<string, string>>,
  running: ChildProcess[],
  command: readonly string[] = [process.execPath, LAUNCH, 'serve'],
): Promise<ServeProcess> {
  const [file = '', ...args] = command
  const environment = environmentOf({ LOG_LEVEL: 'trace', ...env })
  plantSecretsOf(environment)
  const child = spawn(file, args, { cwd, env: environment })
  running.push(child)
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
    logWatch.look(text)
  })
  const url = await vi.waitFor(
    () => {
      const ready = /Recourse is ready: (\S+)/.exec(output.stdout)?.[1]
      if (ready === undefined) throw new Error(output.stderr)
      return ready
    },
    { timeout: 40_000 },
  )
  return { child, url, output }
}
