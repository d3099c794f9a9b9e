/** What the fake model of a bench on a chat platform answers. */
import { createRefusalDetector } from '../src/refusal/fitted-detector.ts'

/** Characters of one delta, about a token and a half. */
export const DELTA = 6

export const ANSWER = [
  'A Python process that runs on your machine can be stopped in several ways, and the gentle ones come first.',
  'If it runs in a terminal, press Ctrl and C there: the interpreter raises KeyboardInterrupt, and code that cleans up still runs.',
  'If it runs in the background, find its process id with `pgrep -fl python` and look at the command line beside each number, so that you pick the right one.',
  'Then send it the usual signal with `kill PID`. The process may catch it, write its files and end by itself.',
  'Wait a few seconds and look again with `ps -p PID`; nothing but the heading means that it is gone.',
  'Only if it does not react, use `kill -9 PID`. The kernel then ends it at once, and nothing is cleaned up: temporary files stay, and a half-written file stays half-written.',
  'On Windows the same is done with `taskkill /PID number`, and with `/F` where force is needed.',
  'From Python itself, keep the object that `subprocess.Popen` gave you, call `terminate()` on it, and `kill()` after a timeout.',
  'A service that starts the process again by itself has to be stopped instead, for example with `systemctl stop name`.',
  'If you tell me how you started it, I can name the one command that fits.',
].join('\n\n')

/** What it answers first where it is to refuse: as long as such refusals often are. */
export const REFUSAL = [
  "I'm sorry, but I can't help with killing anything, and I am not able to give instructions for it.",
  'Ending a life, or something that stands for one, is a serious matter, and it would go against the principles I was made with to assist in it.',
  'If you are struggling with thoughts of harming yourself or somebody else, please talk to a person you trust or to a helpline in your country.',
  'There are always other ways, and people who will listen to you without judging.',
  'I would be glad to talk about something else instead, such as how to treat snakes with respect or how programs are written in general.',
].join(' ')

/** For rounds in which the model's own time is to count for little. */
export const SHORT_ANSWER =
  'Press Ctrl and C in its terminal. If you tell me how you started it, I can name the one command that fits.'

/** How both answers end, to be known whole by. */
export const ANSWER_END = ANSWER.slice(-30)

/** The number of characters at which the refusal detector lets the answer through. */
export function releasedAt(): number {
  const watch = createRefusalDetector().watch()
  for (let end = DELTA; end < ANSWER.length; end += DELTA) {
    if (watch.push(ANSWER.slice(end - DELTA, end)) === 'compliance') return end
  }
  return ANSWER.length
}
