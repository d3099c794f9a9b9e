/**
 * The fake in a process of its own: `discord-process.ts OPTIONS`, the options of `startDiscord` as JSON. Prints a line
 * with its address and token, then answers each line `{ "call": "say", "args": [...] }` with `{ "value": … }` or
 * `{ "error": "…" }`, in order of their completion and with the `id` that the line had. It ends with its input.
 */
import { createInterface } from 'node:readline'
import { objectOf, stringOf } from '../shared/json.ts'
import { startDiscord } from './discord-server.ts'

const discord = await startDiscord(objectOf(JSON.parse(process.argv[2] ?? '{}')))
const print = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`)
print({ apiUrl: discord.apiUrl, token: discord.token })

async function answer(line: string): Promise<void> {
  const asked = objectOf(JSON.parse(line))
  const { id } = asked
  try {
    const member: unknown = Reflect.get(discord, stringOf(asked['call']))
    const args = Array.isArray(asked['args']) ? asked['args'] : []
    const value: unknown = typeof member === 'function' ? await Reflect.apply(member, discord, args) : member
    print({ id, value })
  } catch (error) {
    print({ id, error: error instanceof Error ? error.message : String(error) })
  }
}

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => void answer(line))
lines.on('close', () => void discord.close())
