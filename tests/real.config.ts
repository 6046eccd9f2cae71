// As the other tests run, for the files that only `npm run test:real` starts.
import { mergeConfig } from 'vitest/config'
import base from '../vitest.config.ts'

export default mergeConfig(base, { test: { include: ['tests/mail/real.ts'], retry: 0 } })
