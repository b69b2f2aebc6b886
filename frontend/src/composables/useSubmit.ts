import { ref } from "vue";
import type { Mined } from "@/chain/send";
import { useProblem } from "./useProblem";
import { useTransactions, type Step } from "./useTransactions";

/** A form that ends in transactions: whether it is under way, and what stood against it. */
export function useSubmit() {
  const { run } = useTransactions();
  const { describe } = useProblem();
  const busy = ref(false);
  const problem = ref<string | null>(null);

  /** Prepares (uploads, say) and runs; null when something stood against it. `token` is what amounts are in. */
  async function submit(prepare: () => Promise<Step[]>, token?: string): Promise<Mined | null> {
    busy.value = true;
    problem.value = null;
    try {
      const steps = (await prepare()).map((step) => ({ token, ...step }));
      const outcome = await run(steps);
      if (outcome.ok) return outcome.mined;
      problem.value = await describe(outcome.problem, token);
    } catch (failure) {
      problem.value = (failure as Error).message;
    } finally {
      busy.value = false;
    }
    return null;
  }

  return { busy, problem, submit };
}
