// What a post serves: goals and topics.
import { suggestGoals } from '#goals/suggest.ts'
import { readTree } from '#goals/tree.ts'
import { may } from '#people/rights.ts'
import { planOf } from '#posts/plan.ts'
import { listTopics } from '#posts/topics.ts'
import type { DraftInput } from '#posts/types.ts'
import type { ServesData, TypedServes } from '#ui/posts/side/serves.ts'
import type { Loading, ReadText } from './loading.ts'

export function readServes(form: FormData, text: ReadText): TypedServes {
  // Only without a script a new goal is sent as a field of its own.
  const goals = [...form.getAll('goals').map(String), text('newGoal')].map((name) => name.trim()).filter(Boolean)
  return { topics: text('topics'), goals: [...new Set(goals)] }
}

export function draftServes(typed: TypedServes): Pick<DraftInput, 'goals' | 'topics'> {
  return { goals: typed.goals, topics: typed.topics.split(/[;\n]/) }
}

export async function loadServes({
  tx,
  who,
  post,
  unitId
}: Loading): Promise<{ typed: TypedServes; data: ServesData }> {
  const tree = await readTree(tx)
  const served = tree.filter((goal) => post?.goals.includes(goal.name)).map((goal) => goal.id)
  return {
    typed: { topics: post?.topics.join('; ') ?? '', goals: post?.goals ?? [] },
    data: {
      topicNames: (await listTopics(tx)).map((topic) => topic.name),
      goalChoices: tree.map(({ id, name, depth }) => ({ id, name, depth })),
      goalSuggestions: post
        ? await suggestGoals(tx, {
            unitId,
            campaignId: (await planOf(tx, post.id)).campaignId,
            text: `${post.title}\n${post.lead}\n${post.body}`,
            without: served
          })
        : [],
      mayAddGoals: may(who, 'goal.write')
    }
  }
}
