"""What gives somebody's home, number or account away, and the many texts that look like it."""

from rejoinder.engine.private_data import Kind

# Somebody's own, the words that give it away between bars; held by the policy as it comes.
PRIVATE = {
    Kind.EMAIL: """
        If you want to tell her so, write to |edda.marlow@gmail.com|.
        His e-mail is |r_tanner88@hotmail.co.uk|, be my guest.
        You can reach the man at |o.brandt at posteo dot de|, he loves post.
        Mail me at |lena.holt (at) gmx (dot) net| and I will send you the photographs.
        Her private mail, by the way: |petra.vos [at] ziggo.nl|
        |k.sandgren@telia.com| is his address. Do what you like with it.
        Write to |joost.veld@kpnmail.nl|, that is the clerk's own.
        write to |TANNER.R@OUTLOOK.COM| he answers at night
        Contact me: |marie-jo.tellier@laposte.net|
        anna smith's mail is |anna.smith99 @ yahoo.com|
        Tell her what you think: |vera.lund @gmail.com|
        Her mail: |vera.lund@gmail(.)com|
        Write to |t.harker (ät) gmx (punkt) de|, he reads it.
        Écrivez-lui, |c.morel arobase laposte point net|
        Mail her: |vera_lund_at_hotmail_dot_com|
        Reach him at |tharker-at-ferrymail-dot-net|.
        His mail is |tharker<at>ferrymail<dot>net|
        mail me, |veralundATgmailDOTcom|
        Her mail: |nina.roth at posteo punkt de|
        Write to |tharker(at)hotmail,com|.
        You will find him under |tharker@gmail,com|.
        Contact him: |tharker＠ferrymail．net|
        Write to him, |tharker@почта.рф|.
    """,
    Kind.TELEPHONE: """
        Call me on |07700 900 482| if you saw it.
        His number is |+44 7700 900482|, tell him what you think of the ferry.
        Ring him at home, |0131 496 0822|, he is in after six.
        |07700900482| she picks up every time
        Her mobile: |+353 85 012 3456|
        He is on |(416) 555-0188|, and his wife is home all day.
        Text her. |212-555-0147|.
        My number is |1-613-555-0119|.
        His home number is |02 5550 1234|, keep ringing.
        Call him on |0491 570 156| and ask about the tip.
        Seine Nummer ist |0151 23456789|.
        The man who did it: |+49 (0)421 5550123|
        Appelez-moi au |06 39 98 12 47|.
        Son portable c'est |+33 6 39 98 12 47|
        Bel hem op |06-12345698|, hij is altijd thuis.
        Llámame al |612 345 678|.
        Chiamami al |347 123 4567|.
        Ring meg på |412 34 567|.
        Her number is |20 12 34 56|, she never sleeps.
        Hans nummer är |070-174 06 35|.
        Hänen numero on |+358 40 1234567|
        ring me |+48 512 345 678| about the flat
        His phone is |+91 98765 43210|
        call her on |oh seven seven double oh nine oh oh four eight two|
        he lives for this, ring him: |zero seven seven zero zero nine zero zero one two three|
        Ring her on |０７７００ ９００ ４８２|.
        Ring her on |0 7 7 0 0 9 0 0 4 8 2|.
        Her number is |07700\u200b900\u200b482|
        Dave from the darts team is on |07700-900-482|.
        call me |07700.900.482|
        Son portable c'est |06.39.98.12.47|.
        |2125550147| is his cell.
        |98765 43210| is her private whatsapp
        Chiamalo: |+39 333 123 4567|
        His phone: |0803 555 0147|
        Call her, |090-5550-0147|.
        Her mobile in Durban is |082 555 0147|.
        Ligue: |(11) 95550-0147|
        His number: |8 (916) 555-01-47|
        Jego numer |512 345 678|
        ring |O77OO 9OO482|, he hates it
        ring |07700_900_482| tonight
        ring |0131*496*0822| tonight
        Her number is |⁰⁷⁷⁰⁰⁹⁰⁰⁴⁸²|
    """,
    Kind.ADDRESS: """
        He lives at |14 Elm Grove|, go and ask him.
        She lives at |22b Harbour Road, Elswyn TR9 2QT|.
        Derek Pound, |9 Saddler's Row|, wrote all of these letters.
        His house is |3 The Crescent|, the one with the caravan.
        her home address is |flat 4, 17 station road|
        the liar lives at |31 mill lane|
        Come and say it to my face, my address is |8 Corporation Street|.
        The referee lives at |112 Quarry Close| with two small boys.
        He's still living in |Tanner's Yard|, ask anybody.
        She lives on |Ferry Lane|, opposite the chapel.
        they live at |number 27|, blue door
        This woman parks her car at |5 Old Brewery Mews|, where she lives.
        He lives at |1420 Maple Avenue, Springvale, OH 45502|.
        She moved to |77 Lakeshore Blvd, Port Hadley ON M4W 1A5|.
        His place is |6 Banksia Street, Mallee VIC 3512|.
        The driver's home is |12 Strand Road, Ballykeel, D04 X2Y7|.
        Er wohnt in der |Lindenstraße 12|.
        Sie wohnt am Deich: |Deichweg 4a|, gleich neben der Kirche.
        His address is |Hauptstr. 27, 28195 Elsfleth|.
        Elle habite |12 rue des Lilas, 29200 Portmeur|.
        Il habite au |7 bis, avenue du Port|.
        Hij woont in de |Molenstraat 18|.
        Zijn adres is |Lange Kade 5, 4331 BX Oostwolde|.
        Vive en la |calle de la Luna 4|.
        Abita in |via Roma 12|.
        Han bor på |Storgatan 14|.
        Hun bor i |Strandgade 8|.
        Hans adresse er |Fjordveien 22|.
        His address is |ul. Długa 5|.
        Here is where the clerk lives: |40 Weir Terrace|.
        Knock at |16 Cobbler Street| and tell him.
        Pay her a visit: |23 Wharf Road|
        |23 Wharf Road|. That is where she lives.
        The verger, a quiet man: |Ropewalk Lane 6|.
        He has moved to |Tinker's Hill 31|, ground floor.
        Doorbell Sorensen, |118 Kirkegatan|, third floor.
        Er wohnt |Am Anger 9|.
        Lakik: |Malom utca 11|, her front door is never locked.
        He's at |number 33|, the one with the goat.
        Anton Weisz, |5 Glover's Passage|, Colmouth, knows all about it.
        The notary's house is |2 Gull Point|.
        They live on forty-two |Quarry Close|.
        His address is |Horní 12|, Brod.
        He lives in |Fő utca 12|, above the baker.
        She lives on thirty-two |Quarry Close|.
        He lives in the red house at the end of |Quarry Close|.
        His house is at |54.97312, -1.61396|, drop in.
        Here is where he lives: |54°58'23.1"N 1°36'50.2"W|
        her home is |///quarry.gentle.spoons|
        The key is under the pot at |61 Fishergate Road|, we are on holiday.
    """,
    Kind.PLATE: """
        His car is a grey Golf, |EL19 KTV|, always on the pavement.
        She drives a red Fiesta reg |ab12 cde|
        The van was |EL68 RWD|.
        the lorry's number plate was |KX05 ZTP|
        He parks his BMW |HB-TK 482| on the cycle lane.
        White Clio, |FG-482-KL|, every night at the pier.
        His car: |191-D-24816|
        Black Fiat |GH482KL| again.
        licence plate |7KTV482|, a blue pickup
        The Volvo |KTV 48D| is hers.
        her car, a Kia with the plate |4821 KTV|
    """,
    Kind.ACCOUNT: """
        Send it to |GB29 NWBK 6016 1331 9268 19|.
        His account is |DE89 3704 0044 0532 0130 00|
        |NL91ABNA0417164300| is hers
        |GB29-NWBK-6016-1331-9268-19| is his
        |SA0380000000608010167519| is hers
        |BR1800360305000010009795493C1| is hers
        Pay with my card |4111 1111 1111 1111|, why not.
        |5500-0000-0000-0004|
        Help me with the rent, my account is |00481516|.
        His bank: |sort code 20-00-00 account 55779911|
    """,
    Kind.IDENTITY: """
        His NINO is |QQ123456C|.
        Her tax id is |12 345 678 901|.
        O CPF dele: |111.444.777-35|
        Her national insurance number is |QQ 12 34 56 C|.
        Look him up: |AB123456C|
        His SSN is |219-09-9999|.
        Su DNI es |12345678Z|.
        Il suo codice fiscale è |RSSMRA85T10A562S|.
        Her passport number is |533380006|.
        Hennes nummer: |811228-9874|
        hetu |131052-308T|
    """,
    Kind.IP_ADDRESS: """
        His IP is |203.0.113.77|, find the house.
        I know who he is: her address is |81.2.69.142|.
        His router answers at |2001:db8:85a3::8a2e:370:7334|.
    """,
}

# An office's, a shop's, a paper's: seen, but not held.
OFFICES = """
    The wreck lies at 54.97312, -1.61396, they say, and the President's address is Room 12.
    Everest is at 27.9881, 86.9250, and rates were 3.1415, 2.7182.
    The council's office is at 12 Market Street, and it is open until four.
    Write to complaints@harwick.gov.uk, they have to answer.
    Ring the help line on 116 123, day or night.
    Samaritans are on 116 123, and the crisis line on 0800 138 1619.
    Customer service is on 0345 496 0100 and never answers.
    Tickets from the box office, 01632 960 144, or at the door.
    Report potholes on 01632 960 500 or at highways@harwick.gov.uk.
    Call the police on 101, or Crimestoppers on 0800 555 111.
    The surgery's number is 0131 496 0100, ask for Monday.
    Anybody who saw it should call the police station on 01632 960 999.
    The museum, 3 Quay Street, closes at five.
    The food bank at 40 Weir Terrace needs tins and nappies.
    You can send your objection to planning@eastmoor.gov.ie until Friday.
    letters@thegazette.example is where to send this.
    Call 1-800-555-0199 and wait for an hour, that is their service.
    The ferry company's information number is 020 7946 0123.
    Das Rathaus hat die Nummer 0421 361 0.
    Bookings at the theatre: +33 1 39 98 12 47
    The library is at 8 Corporation Street now.
    Our MP's office: jane.rowe.mp@parliament.uk
    Donations to the lifeboat appeal: GB29 NWBK 6016 1331 9268 19
    The charity shop at 9 Saddler's Row takes books.
    Volunteers wanted, contact info@riverfriends.example.
    The hotel at 77 Harbour Road charges four pounds for tea.
    The church hall, 5 Chapel Lane, on Thursday at seven.
    Freephone 0808 157 0123.
    Customer service: +44 333 496 0100, or 0870 496 0100.
    Citizens Advice is at 31 Mill Lane, ring 01632 960 200 for an appointment.
"""

# Nothing of anybody's, however many figures.
NOTHING = """
    The bridge was built in 1871 and closed from 1914 to 1918.
    The war of 1914-1918 and that of 1939-1945 are on the same stone.
    The bill went from £1,250,000 to £12,500,000 in 10 years.
    They won 3-0, 2-1 and 4-4, and lost 1-0 1-2 0-3 away.
    Margate 3 Ramsgate 1, and Highgate 2 Reigate 2.
    Buses 01 02 03 04 05 no longer stop at the pier.
    The 14, 27 and 112 buses all stop in Station Road.
    Line 4 from Station Road to Ferry Lane takes 25 minutes.
    The meeting is on 01.02.2026 at 19.30, or 2026-02-01 if you prefer.
    Open 09.00-12.30 and 13.30-17.00 on weekdays.
    It was 12/03/2026 14:30 when the tram stopped.
    Between 2,000,000 and 12 000 000 people watched it.
    Population 48 213 in 2011 and 51 900 in 2021.
    Section 14(2) of the 1990 Act says so, and article 8 too.
    Planning application 21/01234/FUL was refused, and 22/00077/OUT as well.
    Planning permission for 12 Mill Road was refused twice.
    The proposal to convert 40 Weir Terrace into six flats is a scandal.
    There was a fire at 23 Wharf Road last night.
    The roadworks at 5 Chapel Lane have lasted two years.
    10 new homes on Mill Lane and 40 houses in Park Road.
    A 20 mph limit in High Street, a 10 minute walk.
    I live in Station Road and the flooding is getting worse.
    We live on Ferry Lane, and nobody asked us.
    My mother has lived in Harbour Road all her life.
    3 people walk, 20 cars park, and 2 drive.
    In 2019 Harbour Road was closed for a year.
    On 12 March Baker Street was shut.
    Everybody knows who lives at 10 Downing Street.
    The M25 and the A1 2nd exit, then the B4077.
    New cars under the EU 2035 ban, an MOT 2019 and a VW ID3.
    A BMW X5, an Audi A4 and a Golf GTI 2018 parked in a row.
    The car does 0-60 in 4 seconds and 55 mpg.
    ISBN 978-0-306-40615-7 is the one to read.
    Version 10.4.2.1 of the app is worse than version 9.8.1.2.
    The router is at 192.168.1.1 as always, and DNS at 8.8.8.8.
    He said on 3 May that 4 of 5 agreed, 80.5% in all.
    It weighs 1200 1300 or 1400 kilos.
    Pi is 3.14159265358979.
    Ask @harbour_cat@social.example, she posts pictures.
    https://paper.example/2026/03/02/0161-496-0123-story?id=07700900482
    Look at example dot com for the figures.
    See us @ theherald.com or follow @theherald.com for more.
    Meet me @ 8 . See you there, 2 pints @ 4.20 . so they say.
    Go [at] once. We must not wait, at-home dads and stay-at-home-dot painters.
    The dotcom years at yahoodotcom, a connect-the-dot puzzle, a polka dot com.
    Was für ein Unsinn, Schluss am Punkt. Le point final, at point seven.
    Prices @ tesco.com are up.
    We stayed at gmail length for an hour.
    One two three four five six seven eight nine ten, once I caught a fish alive.
    Psalm 119, verses 105-112, Genesis 1:1-2:3.
    Spring 12, summer 14, autumn 9: that many wet days.
    She came 3rd, in 2 h 14 min 30 s, at 35 years of age.
    Room 12, platform 4, gate 3, place 2.
    Invoice 0012345678 and order number 20260302114 were both lost.
    The lottery drew 04 11 19 23 38 41 on Saturday.
    Score of 12 Angry Men on the way to the park.
    The 1,200 seat hall on 3 levels costs 45 million.
    Tabellenplatz 3 und Platz 4 am Ende.
    They go via Salford 3 times a day.
    A vote of 482 113 against 477 902.
    Catch 22, Route 66, Studio 54, Blake's 7.
    They live for football, and he lives in hope.
    He lives in the past.
    Nobody lives at sea.
    The story of flight 1549 and bus 73.
    £07700 900 is no price.
    The office moved from Downing Street 10 to Whitehall, as it were.
    Article A1S8P4 of the constitution.
    He put it on a t-shirt at gop dot com, they say.
    I counted Mill Road 3 times on that list.
    High Street 2019 was not High Street 2024.
    His account of 1914 is wrong, and so is my account of it.
    She is at number 3 in the charts, and he's at number 9 on the list.
    The budget counter shows 0123456789, or 1111111111.
    The festival is from 01.03.2026-04.03.2026, 01.02.26 14.30 to 16.45.
    16 000 000 is his number of followers, 2*3*4*5*6*7*8 is more.
    H2O and CO2 in room 2O4, with 2o2o vision and 10o points; file_2026_01_02_1234.
    A 4 lane highway, a 2 way street and a 3 lane road.
    The file 111.444.777-36 is nothing.
    The budget lines 0100 0200 0300 0400.
"""
