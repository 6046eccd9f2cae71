import { beforeAll, expect, test } from 'vitest'
import { examine } from '#language/examine.ts'
import { wordList } from '#language/word-list.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { addHouseWord, houseOf, houseWords, removeHouseWord } from './house-words.ts'

useWorld()
let town: SmallTown
beforeAll(async () => {
  town = await makeSmallTown()
})

const word = { kind: 'add' as const, say: '', apply: false, severity: 'hint' as const, exception: '' }
const marks = async (text: string) => {
  const house = await town.act(houseOf)
  return examine(text, { words: wordList(house) }).marks.filter((mark) => mark.rule === 'officialese')
}

test('the house marks its own expressions and lets shipped ones be', async () => {
  expect(await marks('Bitte kommen Sie zum Servicepoint.')).toEqual([])
  const { id } = await town.act((tx) =>
    addHouseWord(tx, town.editor, { ...word, find: 'Servicepoint', say: 'Schalter', apply: true, severity: 'warning' })
  )
  expect(await marks('Bitte kommen Sie zum Servicepoint.')).toMatchObject([
    { severity: 'warning', replacement: 'Schalter', reason: 'officialese.house' }
  ])
  expect(await marks('Melden Sie sich unverzüglich.')).toHaveLength(1)
  await town.act((tx) => addHouseWord(tx, town.editor, { ...word, kind: 'allow', find: 'unverzüglich' }))
  expect(await marks('Melden Sie sich unverzüglich.')).toEqual([])
  await town.act((tx) => removeHouseWord(tx, town.editor, id))
  expect(await marks('Bitte kommen Sie zum Servicepoint.')).toEqual([])
})

test('what is no expression, is there already or comes from who may not is refused', async () => {
  const add = (find: string, who = town.editor) => town.act((tx) => addHouseWord(tx, who, { ...word, find }))
  await expect(add('x')).rejects.toMatchObject({ fields: { find: 'words.findWrong' } })
  await expect(add('a|b')).rejects.toMatchObject({ fields: { find: 'words.findWrong' } })
  await add('Bürgerterminal')
  await expect(add('bürgerterminal')).rejects.toMatchObject({ fields: { find: 'words.isThere' } })
  await expect(add('Anderes', town.expert)).rejects.toThrow()
  expect((await town.act(houseWords)).map((one) => one.find)).toContain('Bürgerterminal')
})
