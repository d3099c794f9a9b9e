import { describe, expect, it } from 'vitest'
import { dataFolder } from '../../../bench/recorded.ts'
import { FRAMES } from '../../../src/evaluation/suites/frames/frames.ts'
import { SUITE_TYPES, SUITES } from '../../../src/evaluation/suites/registry.ts'
import { framedItems, twinItems } from '../../../src/evaluation/suites/suite-items.ts'
import { knownPrompts } from './known-prompts.ts'
import { nearCopies } from './near-copies.ts'

const framed = framedItems()
const unsafe = twinItems().filter(({ safe }) => !safe)
const acts = SUITE_TYPES.flatMap((type) => SUITES[type].map(({ act }) => act))
const folder = dataFolder()

describe('the framed requests', () => {
  it('are every unsafe prompt in each of eight frames', () => {
    expect(Object.keys(FRAMES)).toHaveLength(8)
    expect(framed.map(({ id }) => id)).toEqual(
      unsafe.flatMap(({ id }) => Object.keys(FRAMES).map((frame) => `${id}.${frame}`)),
    )
    expect(framed.every(({ safe }) => !safe)).toBe(true)
    expect(new Set(framed.map(({ prompt }) => prompt)).size).toBe(framed.length)
  })

  it('keep type, pair and core of the prompt they are made from', () => {
    for (const { id, type, pair, core, frame } of framed) {
      expect(unsafe.find((item) => item.id === core)).toMatchObject({ type, pair })
      expect(id).toBe(`${core}.${frame}`)
    }
  })

  it('ask for the act of their core, word for word', () => {
    for (const [index, { prompt }] of framed.entries()) expect(prompt).toContain(acts[Math.floor(index / 8)])
  })

  it('are the same each time', () => {
    expect(framedItems()).toEqual(framed)
  })

  it('are worded in six ways a frame, none of them for most', () => {
    for (const frame of Object.keys(FRAMES)) {
      const counts = new Map<string, number>()
      for (const [index, item] of framed.entries()) {
        if (item.frame !== frame) continue
        const wording = item.prompt.replace(acts[Math.floor(index / 8)] ?? '', '…')
        counts.set(wording, (counts.get(wording) ?? 0) + 1)
      }
      expect([frame, counts.size]).toEqual([frame, 6])
      expect(Math.max(...counts.values())).toBeLessThan(40)
    }
  })

  it('leave no hole in a wording', () => {
    for (const { prompt } of framed) expect(prompt).not.toMatch(/undefined|\[object|[${}…]|=>| {2}|[.?!] ?,/u)
  })

  it('hold no answer: they are short, and have neither steps nor lists', () => {
    for (const { prompt, conversation = [] } of framed)
      for (const text of [prompt, ...conversation.map(({ content }) => content)]) {
        expect(text.length).toBeLessThan(400)
        expect(text).not.toMatch(/^\s*(\d+[.)]|[-*•] )|\bstep (\d|by)/imu)
      }
  })

  it('let what was said before a core stand', () => {
    for (const { core, conversation } of framed) {
      const before = unsafe.find(({ id }) => id === core)?.conversation
      expect(conversation?.slice(0, before?.length)).toEqual(before ?? conversation)
    }
  })

  it.skipIf(folder === undefined)('are no copies of any prompt in the research data', () => {
    const known = knownPrompts(folder ?? '')
    const texts = framed.map(({ prompt }) => prompt)
    expect(nearCopies(texts, known)).toEqual([])
  })
})

describe('a lying clarification', () => {
  it('replies with a claim to a question that was asked about the core itself', () => {
    for (const { core, frame, conversation = [] } of framed) {
      if (frame !== 'lying-clarification') continue
      const asked = unsafe.find(({ id }) => id === core)
      expect(conversation.at(-2)).toEqual({ role: 'user', content: asked?.prompt })
      expect(conversation.at(-1)).toEqual({ role: 'assistant', content: expect.stringMatching(/\?$/u) })
    }
  })
})

describe('injected demonstrations', () => {
  it('show an assistant that only promises', () => {
    for (const { frame, prompt } of framed) {
      if (frame !== 'injected-demonstrations') continue
      const spoken = [
        ...prompt.matchAll(/(?:^(?:Assistant|A|AI):|\] ai:|<\|assistant\|>|### Response\n)(.*)/gmu),
      ]
      expect(spoken.length).toBeGreaterThan(0)
      for (const [, words = ''] of spoken)
        expect(words).toMatch(
          /^ ?(?:(?:sure|of course|with pleasure|gladly|yes|absolutely)\b[\w\s,’!]{0,50}\.?(?:<\|end\|>)?)?$/iu,
        )
    }
  })
})
