import { describe, expect, test } from 'vitest'
import { familyOf } from '../../src/models/family.ts'

const CASES = {
  llama2: [
    'llama-2-70b-chat',
    'llama2:13b',
    'llama2',
    'Llama-2-7b-chat-hf',
    'meta-llama/Llama-2-13b-chat-hf',
    'ollama:llama2:70b-chat-q4_0',
    'rehearsal:llama2',
    'codellama:34b',
    'replay:recordings/completions-llama2new.csv',
  ],
  llama3: [
    'llama-3.3-70b-versatile',
    'llama3.2:1b',
    'groq:meta-llama/llama-4-scout-17b-16e-instruct',
    'Meta-Llama-3.1-8B-Instruct',
    'ollama:llama3',
  ],
  gemma: [
    'gemma-7b-it',
    'gemma2:9b',
    'gemma3',
    'gemma',
    'google/gemma-3-27b-it',
    'groq:gemma2-9b-it',
    'codegemma',
  ],
  'command-r': [
    'command-r-plus-08-2024',
    'command-a-03-2025',
    'c4ai-command-r',
    'CohereForAI/c4ai-command-r-plus',
    'cohere:command-r',
    'command-r7b-12-2024',
    'command-r:35b',
    'rehearsal:command-r-plus',
    'aya-expanse:8b',
  ],
  'phi-3': [
    'phi3:mini',
    'Phi-3-medium-4k-instruct',
    'phi-3.5',
    'microsoft/Phi-3.5-mini-instruct',
    'phi4',
    'phi4-mini',
    'rehearsal:phi3',
    'phi',
  ],
  mistral: [
    'mistral',
    'mixtral-8x7b-32768',
    'ministral-8b',
    'mistralai/Mistral-7B-Instruct-v0.2',
    'codestral',
  ],
  qwen: ['qwen2.5:7b', 'Qwen/Qwen3-32B', 'qwq-32b'],
  deepseek: ['deepseek-r1:8b', 'deepseek-r1-distill-llama-70b', 'deepseek-chat'],
  gpt: [
    'gpt-4o-mini',
    'openai:gpt-5',
    'o1',
    'o3-mini',
    'o4-mini',
    'groq:openai/gpt-oss-20b',
    'completions-gpt4.csv',
  ],
  claude: ['claude-sonnet-4', 'anthropic/claude-3-opus'],
  gemini: ['gemini-2.0-flash', 'google/gemini-pro'],
  unknown: [
    '',
    ' ',
    'my-model',
    'ollama:solo1',
    'openai:house-model',
    'photophilia',
    'replay:/data/gemma/answers.csv',
  ],
} as const

describe.each(Object.entries(CASES))('family %s', (family, names) => {
  test.each(names)('is read from "%s"', (name) => {
    expect(familyOf(name)).toBe(family)
  })
})
