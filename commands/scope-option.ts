import { z } from 'zod'

/** Where a setting holds; shared by the commands that change one. */
export const scopeOption = z
  .enum(['thread', 'channel', 'workspace'])
  .default('channel')
  .meta({ description: 'Where it holds: thread, channel or workspace' })
