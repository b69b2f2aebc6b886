"""A solver for halmos: cvc5, which takes the bits of a query for integers.

`python tools/prove/integers.py QUERY.smt2` answers as SMT-LIB solvers do. Multiplying and dividing numbers of a hundred
bits is beyond solvers that reason bit by bit; over integers it is school arithmetic. It runs where halmos is installed,
and not with anything else of the project.
"""

from __future__ import annotations

import sys

import cvc5  # type: ignore[import-not-found]


def main() -> None:
    solver = cvc5.Solver(cvc5.TermManager())
    solver.setOption("solve-bv-as-int", "sum")
    solver.setOption("produce-models", "true")
    parser = cvc5.InputParser(solver)
    parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, sys.argv[1])
    symbols = parser.getSymbolManager()
    while True:
        command = parser.nextCommand()
        if command.isNull():
            return
        answer = str(command.invoke(solver, symbols))
        if answer:
            print(answer, end="", flush=True)
        # There is no model to ask for.
        if answer.strip() == "unsat":
            return


if __name__ == "__main__":
    main()
