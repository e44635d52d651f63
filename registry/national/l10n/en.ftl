workbook = National workbook
heads-names = National workbook under Chinese heads (V2018.11 template): units on B01, people on A01, posts held on A02 and so on; an import reads it
heads-older = National workbook under the older fields: A0101, B0101 and so on
heads-newer = National workbook under the data elements of GB/T 14946.1-2019: A01001, B01001 and so on
