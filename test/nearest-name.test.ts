import { expect, test } from 'vitest'
import { nearestName } from '../src/nearest-name.ts'

test.each([
  ['grok', 'groq'],
  ['colhere', 'cohere'],
  ['OpenAI', 'openai'],
  ['olama', 'ollama'],
  ['x', undefined],
  ['', undefined],
  ['bedrock', undefined],
])('"%s" most likely stands for %s', (given, name) => {
  expect(nearestName(given, ['cohere', 'groq', 'openai', 'ollama'])).toBe(name)
})
