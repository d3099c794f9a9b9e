import { Readable, Writable } from 'node:stream'
import { runCommand } from '../../src/command-line/run-command.ts'
import { createProgram } from '../../src/main.ts'
import { environmentOf, type Finished, type Run } from './spawn-recourse.ts'

/** Commands in this process take turns, since they share its folder. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * Runs one command in a folder of its own and in this process, which is much faster than one of its own.
 * What a process alone has is for `spawnRecourse`: signals, pipes, the moment it ends.
 */
export function runRecourse(args: readonly string[], run: Run): Promise<Finished> {
  const finished = turn.then(() => runHere(args, run))
  turn = finished.catch(() => undefined)
  return finished
}

async function runHere(args: readonly string[], { cwd, env, stdin = '' }: Run): Promise<Finished> {
  const written = { stdout: '', stderr: '' }
  const into = (stream: keyof typeof written) =>
    new Writable({
      decodeStrings: false,
      write(text: string, _, done) {
        written[stream] += text
        done()
      },
    })
  const terminal = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: into('stdout'),
    stderr: into('stderr'),
  }
  const before = process.cwd()
  process.chdir(cwd)
  try {
    const status = await runCommand(createProgram, args, {
      terminal,
      environment: () => environmentOf(env),
      logs: terminal.stderr,
      stop: () => new Promise(() => {}),
    })
    return { status, ...written }
  } finally {
    process.chdir(before)
  }
}
