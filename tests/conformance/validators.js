// What two validators by others say of pages: one JSON object a line, for each page named behind the vocabulary.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import Validator from '@adobe/structured-data-validator'
import WebAutoExtractor from '@marbec/web-auto-extractor'

const require = createRequire(import.meta.url)
const { structuredDataTest } = require('structured-data-testing-tool')
const { ClaimReview } = require('structured-data-testing-tool/presets/google/schemas/ClaimReview')

// Both talk to the screen on the way, which must not stand among the results.
console.log = console.error

// Its own search for what to test stumbles over types without a list of properties, so that only the preset is asked.
const asked = { auto: false, presets: [ClaimReview] }

const presence = async (page) => {
  let found
  try {
    found = await structuredDataTest(page, asked)
  } catch (error) {
    if (error.type !== 'VALIDATION_FAILED') throw error
    found = error.res
  }
  if (!found) throw new Error('the testing tool stumbled')
  const told = (tests) => tests.map((one) => one.description ?? one.test)
  return { asked: found.tests.length, failed: told(found.failed), warnings: told(found.warnings) }
}

const vocabulary = async (page, words) => {
  const extractor = new WebAutoExtractor({ addLocation: true, embedSource: ['rdfa', 'microdata'] })
  const issues = await new Validator(words).validate(extractor.parse(page))
  return issues.map((one) => ({ severity: one.severity, message: one.issueMessage, fields: one.fieldNames ?? [] }))
}

const [, , words, ...files] = process.argv
const known = JSON.parse(await readFile(words, 'utf8'))
for (const file of files) {
  const page = await readFile(file, 'utf8')
  process.stdout.write(`${JSON.stringify({ file, presence: await presence(page), vocabulary: await vocabulary(page, known) })}\n`)
}
