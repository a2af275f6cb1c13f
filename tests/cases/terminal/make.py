"""Writes data sets whose names, cells and keys a terminal would obey: an escape
sequence, its C1 form, a mark of direction, one that cannot be seen."""
import os

ESC, C1, BIDI, ZERO = '\x1b]0;x\x07', '\u009b31m', '\u202e', '\u200b'


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


HEAD = 'contract_id,client_id,client_name,account_manager,kind,stage,closed_on,value,budget,project_id,due_on,delivered_on,industry%s\n' % ESC
CONTRACTS = HEAD + (
    'S1{e},K1{c},Alpha{b},an{e},new,won,2026-07-02,100,60,P1{c},2026-08-01,2026-08-20,web{e}\n'
    'S2{e},K2{c},Beta{z},an{e},new,won,2026-07-02,1{e}0,60,P2,2026-08-01,2026-08-20,web{c}\n'
    'S3{e},K2{c},"Be\nta{b}",bo{c},new,lost,2026-07-22,100,,,,,web{c}\n')
DATA = {
    'contracts.csv': CONTRACTS,
    'timesheets.csv': 'project_id,worked_on,hours,cost,note\nP1{c},2026-07-09,2,70,"a{e}"\n',
    'surveys.csv': 'client_id,score,answered_on,kind,comment\nK1{c},3,2026-08-01,client,good{e}\n',
    'people.csv': 'account_manager,name,team,level,base_bonus\n'
                  'an{e},An{b},East{e},senior{e},1000\nbon{c},Bon,West,,\n',
    'plan.csv': 'level,metric,weight,threshold,target\nsenior{e},revenue,100,50,100\n',
    'kpi.yaml': 'pay: {{commission: {{new: 0.1}}}}\n',
}
BROKEN = {
    'key': {'kpi.yaml': '"graec\\e]0;x\\a": 3\n'},
    'file': {'kpi.yaml': 'contracts: {{files: "b\\e]0;x\\a.csv"}}\n'},
    'plan': {'plan.csv': 'level,metric,weight,target\nsenior{e},re{c}venue,100,50\n'},
    'header': {'contracts.csv': 'contract_id{e},client_id,manager{c}\n'},
    'fo\x1b[31mlder': {'contracts.csv': 'contract_id\n'},
}
for name, text in DATA.items():
    write('data/' + name, text.format(e=ESC, c=C1, b=BIDI, z=ZERO))
    write('later/' + name, text.format(e=ESC, c=C1, b=BIDI, z=ZERO)
          .replace(',100,60,', ',130,60,').replace(',3,', ',4,'))
for folder, files in BROKEN.items():
    for name, text in {**DATA, **files}.items():
        write(folder + '/' + name, text.format(e=ESC, c=C1, b=BIDI, z=ZERO))
