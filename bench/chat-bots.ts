/** The processes of a bench on a chat platform that are bots: ours as `serve` runs it, and what rivals share. */
import { type ChildProcess, spawn } from 'node:child_process'
import OpenAI from 'openai'
import packageJson from '../package.json' with { type: 'json' }
import { environmentOf, LAUNCH } from '../test/support/spawn-recourse.ts'
import { tell } from './chat-messages.ts'

/** What `npm start` gives Node. */
const START_FLAGS = packageJson.scripts.start.split(' ').filter((word) => word.startsWith('--'))

/** A model of the family for which the contextual strategy was found to work best. */
const MODEL = 'command-r-plus'

/** Our bot with everything on, the log included; resolves with the address of its console once it is ready. */
export async function startRecourse(
  folder: string,
  providerUrl: string,
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [...nodeOptions, ...START_FLAGS, LAUNCH, 'serve'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environmentOf({
      PORT: '0',
      POLICY_EXPLORATION: '0',
      // Three people ask for hundreds.
      REQUESTS_PER_PERSON: 'none',
      REQUESTS_PER_WORKSPACE: 'none',
      TOKENS_PER_WORKSPACE: 'none',
      MODEL: `openai:${MODEL}`,
      OPENAI_API_KEY: 'unused',
      OPENAI_BASE_URL: `${providerUrl}/v1`,
      ...env,
    }),
  })
  let said = ''
  for await (const piece of child.stdout.setEncoding('utf8')) {
    said += String(piece)
    const url = /Recourse is ready: (\S+)/.exec(said)?.[1]
    if (url !== undefined) return { child, url }
  }
  throw new Error('Recourse did not start')
}

/** How a rival asks the model: with nothing but the SDK. */
export function relayedModel(providerUrl: string) {
  const openai = new OpenAI({ apiKey: 'unused', baseURL: `${providerUrl}/v1` })
  return (...contents: readonly string[]) =>
    openai.chat.completions.create({
      model: MODEL,
      messages: contents.map((content, index) => ({
        role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
        content,
      })),
      stream: true,
    })
}

/** A rival tells that it is ready, and lives as long as somebody wants to know. */
export function serveBench(ready: object): void {
  process.on('disconnect', () => process.exit())
  tell(ready)
}
