/**
 * Our bot in Discord beside a bare discord.js bot that relays the same model by edits: answers a second, and time to
 * the first visible text, with all mentions of a round sent at once. Each bot runs in a process of its own, with a
 * fake Discord of its own in another; the fake model is in this one.
 * Run: node bench/discord.ts [--waits MS,MS,…] [--rounds N] [--at-once N] [--profile FOLDER]
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { CONTEST_OPTIONS, playContest } from './chat-contest.ts'
import { discordContest } from './discord-contest.ts'
import { discordBotKinds } from './discord-messages.ts'
import { report } from './discord-report.ts'

const { values } = parseArgs({
  // Slower than in Slack's bench: most answers take longer than the time between two edits.
  options: { ...CONTEST_OPTIONS, waits: { type: 'string', default: '4,6,8,10' } },
})
const waits = z.array(z.coerce.number().nonnegative()).parse(values.waits.split(','))

await playContest(
  { ...discordContest({ kinds: discordBotKinds, limited: false }), platform: 'Discord', waits },
  values,
  report,
)
