import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'

/** A bot in a process of its own, which can be killed. */
export interface BotProcess {
  kill(): Promise<void>
  /** Holds it still, as a machine that swaps or is moved does. */
  hold(): void
  goOn(): void
}

/** Starts a script that prints a line once its bot is ready. */
export async function startBotProcess(script: string, args: readonly string[]): Promise<BotProcess> {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.stdout) await once(child.stdout, 'data')
  return {
    hold: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Whether the records hold an exchange. */
export function isClaimed(database: string): boolean {
  const file = new DatabaseSync(database)
  try {
    return file.prepare('select count(*) as n from exchanges').get()?.['n'] === 1
  } finally {
    file.close()
  }
}
