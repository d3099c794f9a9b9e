import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { rehearsalModel } from '../../src/models/rehearsal.ts'
import { CHATS, type Chat } from '../support/chat-driver.ts'
import { HOSTILE_TEXT } from '../support/comparison-views.ts'
import { scriptedModel } from '../support/scripted-model.ts'
import { slowly } from '../support/slow-lines.ts'

const PROCESS = 'How do I kill a Python process?'
const SEA = 'Tell me of the sea.'

/** Longer than any message, with its place in it. */
const LONG = Array.from({ length: 900 }, (_, index) => `Wave ${index + 1} rolls in.`).join(' ')

function named(id: string, text: string): ChatModel {
  return { ...scriptedModel([text]), id: `openai:${id}` }
}

const MODELS = [
  rehearsalModel('llama2', { delay: 1 }),
  rehearsalModel('phi3', { delay: 1 }),
  named('sea', 'The sea is wide.'),
  named('long', LONG),
  named('hostile', HOSTILE_TEXT),
  named('deep', 'It is deep.'),
  slowly('slow '.repeat(3_000), 5),
]

describe.each(Object.entries(CHATS))('a comparison in %s', (_, openChat) => {
  let chat: Chat
  beforeAll(async () => {
    chat = await openChat(MODELS, 'impatient')
  })
  afterAll(() => chat.close())

  const shows = (board: Parameters<Chat['read']>[0], text: string) =>
    chat.until(() => chat.read(board).includes(text))

  async function opened(given: Readonly<Record<string, string>>, directly?: true) {
    const board = await chat.compare('ana', given, directly)
    await shows(board, 'Which answer is best?')
    return board
  }

  it('is shown blind, voted on in private, and revealed by whoever began it alone', async () => {
    const board = await opened({ strategies: 'direct,few-shot', prompt: PROCESS })
    expect(chat.readings(board).some((text) => /\d of 2 answers are there/.test(text))).toBe(true)
    const blind = chat.read(board)
    expect(blind).toContain(PROCESS)
    expect(blind).toContain('Nobody has voted yet.')
    expect(blind).toContain('scripted stand-ins')
    expect(blind).not.toMatch(/few-shot|llama2|asked directly|refused|tokens/)

    expect(await chat.pressAndSee('ben', board, 'A')).toContain(
      'You chose: A. You can change it until it is revealed.',
    )
    await shows(board, '1 person has voted.')
    expect(await chat.pressAndSee('ben', board, 'B')).toContain('You chose: B.')
    expect(await chat.pressAndSee('ben', board, 'B')).toContain('You had said so already: B.')
    await chat.reactTo('cleo', board, 'A')
    await shows(board, '2 people have voted.')
    expect(await chat.pressAndSee('ana', board, 'Tie')).toContain('You chose: a tie.')
    await shows(board, '3 people have voted.')
    for (const reading of chat.readings(board)) expect(reading).not.toMatch(/few-shot|1 vote/)

    expect(await chat.pressAndSee('ben', board, 'Reveal')).toContain(
      'Only the person who began this comparison, or an admin, can reveal it.',
    )
    expect(chat.read(board)).toContain('Which answer is best?')
    await chat.press('ana', board, 'Reveal')
    await shows(board, 'Compared answers')
    const revealed = chat.read(board)
    expect(
      revealed.match(/(few-shot|asked directly) · rehearsal:llama2 \(scripted stand-in\)/g),
    ).toHaveLength(2)
    expect(revealed).toMatch(/refused · .*s · 1 vote/)
    expect(revealed).toMatch(/answered · .*s · 1 vote/)
    expect(revealed).toContain('3 people have voted. Tie: 1 vote.')
    await expect(chat.press('ben', board, 'A')).rejects.toThrow()
  })

  it('takes a vote back with its reaction, and calls all bad', async () => {
    const board = await opened({ models: 'openai:sea,rehearsal:phi3', prompt: SEA })
    await chat.reactTo('ben', board, 'tie')
    await shows(board, '1 person has voted.')
    await chat.unreactTo('ben', board, 'tie')
    await shows(board, 'Nobody has voted yet.')
    await chat.reactTo('ben', board, 'both_bad')
    expect(await chat.pressAndSee('cleo', board, 'Both bad')).toContain('You chose: both bad.')
    await shows(board, '2 people have voted.')
    await chat.press('ana', board, 'Reveal')
    await shows(board, 'Both bad: 2 votes.')
  })

  it('shows every state in the end, however fast the votes come', async () => {
    const board = await opened({ models: 'openai:sea,rehearsal:phi3', prompt: 'Tell me more of the sea.' })
    const choices = ['A', 'B', 'Tie', 'Both bad', 'A', 'B'] as const
    await Promise.all(
      choices.flatMap((choice) =>
        (['ana', 'ben', 'cleo'] as const).map((who) => chat.press(who, board, choice)),
      ),
    )
    await shows(board, '3 people have voted.')
    await chat.press('ana', board, 'Reveal')
    await shows(board, 'Compared answers')
  })

  it('can be cancelled while it runs, by whoever began it alone', async () => {
    const board = await chat.compare('ben', { models: 'openai:slow,openai:sea', prompt: SEA })
    await shows(board, '1 of 2 answers are there.')
    expect(chat.read(board)).not.toContain('The sea is wide.')
    expect(await chat.pressAndSee('cleo', board, 'Cancel')).toContain('Only the person who began')
    await chat.press('ben', board, 'Cancel')
    await shows(board, 'This comparison was cancelled')
    expect(chat.read(board)).not.toContain('The sea is wide.')
    await expect(chat.press('ben', board, 'Cancel')).rejects.toThrow()
  })

  it('shows six answers as far as they fit, and each of them whole to whoever wants to read it', async () => {
    const prompt = 'Tell me of the sea, and of all that lives in it. '.repeat(40).trim()
    const given = {
      models: 'openai:sea,openai:long,openai:hostile,openai:deep,rehearsal:phi3,rehearsal:llama2',
      prompt,
    }
    const board = await opened(given)
    expect(chat.read(board)).toContain('Answer F')
    const letter =
      /Answer ([A-F])[*\s]+(?:Read all\s+)?Wave 1 rolls in/.exec(chat.read(board))?.[1] ??
      expect.fail('no waves')
    expect(chat.read(board)).not.toContain('Wave 900')
    const before = chat.privately('ben').length
    await chat.pressNear('ben', board, 'Read all', letter)
    await chat.until(() => chat.privately('ben').slice(before).join(' ').includes('Wave 900 rolls in.'))
    const whole = chat.privately('ben').slice(before).join(' ')
    for (const wave of [1, 2, 333, 500, 899]) expect(whole).toContain(`Wave ${wave} rolls in.`)
    await chat.pressNear('cleo', board, 'Read all', 'prompt')
    await chat.until(() => chat.privately('cleo').join(' ').includes('What was asked:'))
    await chat.press('ana', board, 'Reveal')
    await shows(board, 'Compared answers')
    expect(chat.notified()).toEqual([])
    expect(chat.hiddenLinks()).toEqual([])
  })

  it('that cannot be is one line for whoever asked', async () => {
    const before = chat.inPublic()
    expect(await chat.compareInVain('ben', { strategies: 'none-such', prompt: SEA })).toContain(
      'There is no strategy “none-such”',
    )
    expect(await chat.compareInVain('ben', { strategies: 'direct', prompt: SEA })).toContain('it takes two')
    expect(await chat.compareInVain('ben', { prompt: 'How do I kill my neighbour?' })).toContain(
      'Not compared: the request was judged clearly harmful.',
    )
    expect(chat.inPublic()).toEqual(before)
  })

  it('works in direct messages', async () => {
    const board = await opened({ strategies: 'direct,few-shot', prompt: PROCESS }, true)
    expect(await chat.pressAndSee('ana', board, 'A')).toContain('You chose: A.')
    await chat.press('ana', board, 'Reveal')
    await shows(board, 'few-shot')
  })

  it('is asked for in the menu of a message, of what the message says', async () => {
    const said = await chat.say('ben', PROCESS)
    const form = await chat.compareFrom('cleo', said)
    expect(form.prompt).toBe(PROCESS)
    const board = await form.submit({ strategies: ['direct', 'few-shot'], models: ['rehearsal:phi3'] })
    await shows(board, 'Which answer is best?')
    await chat.press('cleo', board, 'Reveal')
    await shows(board, 'rehearsal:phi3')
    expect(chat.read(board)).toContain('few-shot')
  })

  it('of a message goes with the message, and is not taken for a question to the bot', async () => {
    const said = await chat.say('ben', PROCESS)
    const board = await (await chat.compareFrom('cleo', said)).submit({})
    await shows(board, 'Which answer is best?')
    await chat.rewriteSaid('ben', said, 'How do I kill a Node process?')
    await chat.until(() => chat.read(board) === '')
    const other = await (await chat.compareFrom('cleo', said)).submit({})
    await shows(other, 'Which answer is best?')
    await chat.remove('ben', said)
    await chat.until(() => chat.read(other) === '')
    expect(chat.standing(said)).toEqual([])
  })

  it('of an answer is of what it answers', async () => {
    const asked = await chat.mention('ben', PROCESS)
    await chat.answer(asked)
    expect((await chat.compareFrom('cleo', chat.answerTo(asked))).prompt).toBe(PROCESS)
  })

  it.each(['answer', 'request'])('of the %s of a rewritten request goes with that request', async (what) => {
    const asked = await chat.mention('ben', 'How do I kill a Node process?')
    await chat.answer(asked)
    const before = chat.answerTo(asked).message
    await chat.rewrite('ben', asked, PROCESS)
    await chat.until(() => !['', before].includes(chat.answerTo(asked).message))
    await chat.answer(asked)
    const from = what === 'answer' ? chat.answerTo(asked) : asked
    const board = await (await chat.compareFrom('cleo', from)).submit({})
    await shows(board, 'Which answer is best?')
    await chat.remove('ben', asked)
    await chat.until(() => chat.read(board) === '')
  })
})
