"""Ids that some file system takes for one another, or does not take at all."""
IDS = ["bao", "BAO", "\u1ea1n", "\u1ea0N", "con", "nul.x", "b*", "b_-9", "d\u202ee", "d_e", "d\u200be",
       "x" * 240, "x" * 240 + "y", "stra\u00dfe", "STRASSE", "../up", "i", "\u0130"]
with open("contracts.csv", "w", encoding="utf-8") as file:
    file.write("contract_id,client_id,account_manager,stage,closed_on,value\n")
    for number, name in enumerate(IDS):
        file.write("C%d,K%d,%s,won,2026-07-01,100\n" % (number, number, name))
with open("people.csv", "w", encoding="utf-8") as file:
    file.write("account_manager,name,level,joined_on,base_bonus\n")
    for number, name in enumerate(IDS):
        file.write("%s,Person %d,senior,2021-01-01,1000\n" % (name, number))
