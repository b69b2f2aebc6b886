"""The market, said in plain Python: what the contracts must do, with nothing about how.

Operations take the message they arrive in (`Message`: who, with how much native coin, when) and the arguments
of the contract's function of the same name. They return what it returns, add the events it emits to `events`,
and raise the error it reverts with, arguments included (`errors`). They check in the contract's order, because
with two faults at once the first decides the name. An operation that raises has changed nothing.

    outside   wallets, allowances and memberships: what the contracts see of other contracts
    ledger    claims (ERC-6909), deposits, withdrawals
    listings  what is on sale
    checkout  how orders begin
    orders    how orders live and end
    offers    how orders begin with a signature
    ratings   what buyers say of them
    market    all of these in one
    sellers   the register, and the bonds
    reviews   what else is said, and the marks of buyers
    disputes  how orders are fought over
    arbitrators  who rules
"""
