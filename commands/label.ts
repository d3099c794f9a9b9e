import { z } from 'zod'
import { defineCommand } from './define-command.ts'

export const label = defineCommand({
  name: 'label',
  description: 'Label answers one by one, those that need it most first',
  options: z.object({}),
  examples: ['label'],
  access: 'everyone',
  visibility: 'private',
  async *run() {
    yield { type: 'labelling' }
  },
})
